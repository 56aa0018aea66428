"""What the pages say in Simplified Chinese, by the English text; one file for each part of the product."""
