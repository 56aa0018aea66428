"""What the panel of an app's webhooks says in Simplified Chinese, by the English text."""

WEBHOOKS: dict[str, str] = {
    "Webhooks": "Webhook",
    "An address of yours is told when a run ends: signed, and again until it answers.": (
        "运行结束时通知您的地址：消息带有签名，并会重试直到对方应答。"
    ),
    "Your role does not show them.": "您的角色无权查看。",
    "Add a webhook": "添加 Webhook",
    "Told when": "通知时机",
    "Send a trial": "发送测试消息",
    "New secret": "更换密钥",
    "What was sent": "发送记录",
    "A trial was sent; see what came of it below.": "测试消息已发送，结果见下方记录。",
    "Copy the secret now. It is not shown again; with it you check that a message is ours.": (
        "请立即复制密钥，之后不再显示；可用它验证消息确实来自本系统。"
    ),
    "Nothing was sent yet.": "尚未发送任何消息。",
    "Look again": "刷新",
    "{n} attempt": "尝试 {n} 次",
    "{n} attempts": "尝试 {n} 次",
    "no answer, {ago}": "{ago}无应答",
    "Send again": "重新发送",
    "never told anything": "从未通知",
    "last answer {code}, {ago}": "最近应答 {code}，{ago}",
    "Run succeeded": "运行成功",
    "Run succeeded in part": "运行部分成功",
    "Run failed": "运行失败",
    "Run stopped": "运行已停止",
    "Run waits for a person": "运行等待人工处理",
    "Trial": "测试",
    "Delivered": "已送达",
    "Given up": "已放弃",
    "Webhook created": "创建 Webhook",
    "Webhook changed": "修改 Webhook",
    "Secret of a webhook renewed": "更换 Webhook 密钥",
    "Webhook deleted": "删除 Webhook",
}
