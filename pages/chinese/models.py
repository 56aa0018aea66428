"""What the models page says of several keys and of models that stand in, in Simplified Chinese, by the English text."""

MODELS: dict[str, str] = {
    "When a model cannot answer, ask in this order": "模型无法回答时，依次询问",
    "A model that is not reached, asks to slow down, has no quota left or refuses its key is passed over, "
    "and rests for a while. The trace says who answered.": (
        "无法连接、要求放慢、额度用尽或拒绝密钥的模型会被跳过，并暂停使用一段时间。追踪记录会说明由谁回答。"
    ),
    "Nobody: the run fails": "无：运行失败",
    "More keys, which take turns": "其他密钥（轮流使用）",
    "Add another key": "再添加一个密钥",
    "Calls are spread over all keys of a provider; one that fails rests for a while.": (
        "调用会分摊到该供应商的所有密钥上；失败的密钥会暂停使用一段时间。"
    ),
    "Models that stand in chosen": "已选择替补模型",
}
