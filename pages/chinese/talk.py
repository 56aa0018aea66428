"""What conversations say in Simplified Chinese, by the English text: follow-up questions, speech, comparisons."""

TALK: dict[str, str] = {
    "Questions that may come next": "接下来可能的问题",
    "Thinking of what may come next …": "正在想接下来可能的问题……",
    "Writing down what you said …": "正在转写你的语音……",
    "The answer is being spoken …": "正在朗读回答……",
    "Read aloud": "朗读",
    "or say it": "或直接说",
}
