"""What the pages say of runs that wait for people in Simplified Chinese, by the English text."""

WAITING: dict[str, str] = {
    "A question": "需要您填写",
    "Can be answered until {time}.": "请在 {time} 前填写。",
    "Waiting for somebody who was asked by mail.": "已通过邮件询问，正在等待回答。",
}
