"""What the editor of prompts and code says in Simplified Chinese, by the English text."""

EDITOR: dict[str, str] = {
    "Large, in the whole window; Esc makes it small again": "放大到整个窗口，按 Esc 还原",
    "Tab indents. Esc and then Tab leaves the field.": "Tab 键缩进；先按 Esc 再按 Tab 可离开输入框。",
    "/ or {{ offers what can be named here.": "输入 / 或 {{ 可选择要引用的内容。",
    "Suggestions": "候选项",
    "{role} message": "{role}消息",
    "Prompt and model": "提示词与模型",
    "input": "输入项",
    "from knowledge": "来自知识库",
    "the question": "用户的问题",
}
