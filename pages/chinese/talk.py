"""What conversations say in Simplified Chinese, by the English text: follow-up questions, speech, comparisons."""

TALK: dict[str, str] = {
    "Questions that may come next": "接下来可能的问题",
    "Thinking of what may come next …": "正在想接下来可能的问题……",
    "Writing down what you said …": "正在转写你的语音……",
    "The answer is being spoken …": "正在朗读回答……",
    "Read aloud": "朗读",
    "Ask further": "继续追问",
    "Run a table (CSV)": "批量运行（CSV）",
    "The message goes to all columns as the next one of the conversation that each of them has.": (
        "这条消息会发给所有列，作为各列自己会话中的下一条。"
    ),
    "no answer": "没有回答",
    "or say it": "或直接说",
}
