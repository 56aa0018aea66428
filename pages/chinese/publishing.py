"""Chinese of what concerns shared pages: the log, and the limits of their visitors."""

PUBLISHING: dict[str, str] = {
    "Shared page changed": "修改分享页面",
    "Secret of embedding pages made": "生成嵌入页面密钥",
    "Secret of embedding pages taken away": "移除嵌入页面密钥",
    "Days for which a shared page knows a browser again that does not come back.": (
        "分享页面在浏览器不再访问后仍能认出它的天数。"
    ),
    "New visitors that one machine may bring to a shared page in a minute; 0: any number.": (
        "同一台机器每分钟可为分享页面带来的新访客数；0 表示不限。"
    ),
    "Rows that the page of an app runs as one batch.": "应用页面一次批量运行的行数。",
}
