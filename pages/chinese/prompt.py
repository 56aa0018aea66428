"""What the prompt page and its comparison say in Simplified Chinese, by the English text."""

PROMPT: dict[str, str] = {
    "Compare": "对比",
    "Try it": "试一试",
    "Behind the last answer": "上一个回答的过程",
    "Say something: the answer comes with the settings at the left, and nothing of it counts as use.": (
        "说点什么吧：回答会采用左侧的设置，并且不计入使用统计。"
    ),
    "Ask for {names} as inputs": "将 {names} 作为输入项",
    "Ask all columns": "向所有列提问",
    "Stop all": "全部停止",
    "Add a column": "添加一列",
    "no model": "未选模型",
    "Own prompt": "自有提示词",
    "Own model": "自有模型",
    "Own model and prompt": "自有模型和提示词",
    "As the app": "与应用相同",
    "The answer comes here.": "回答会显示在这里。",
    "In use": "使用中",
    "Keep this one": "采用此列",
    "The app answers so from now on, here and for everybody who uses it.": "此后应用都会这样回答，对所有使用者立即生效。",
    "Kept: the app now answers as column {letter}.": "已采用：应用现在按 {letter} 列回答。",
}
