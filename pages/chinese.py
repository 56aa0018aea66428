"""What the pages say in Simplified Chinese, by the English text; a test keeps the table whole."""

CHINESE: dict[str, str] = {}
