"""What the gallery and the records say in Simplified Chinese."""

GALLERY: dict[str, str] = {
    "Gallery": "模板库",
    "Each becomes an app of yours, with everything its first run needs. All run without a model key, by the demo model.": (
        "每个模板都会成为您的应用，并备好首次运行所需的一切。无需模型密钥，演示模型即可运行全部模板。"
    ),
    "Your role does not allow you to make apps.": "您的角色不能创建应用。",
    "No template fits.": "没有符合的模板。",
    "Search templates": "搜索模板",
    "Try": "试试",
    "Making the app …": "正在创建应用……",
    "brings a sample knowledge base": "附带示例知识库",
    "brings a sample file": "附带示例文件",
    "stores records": "会存储记录",
    "asks the web": "需要联网",
    "starts a sample MCP server; for owners": "会启动示例 MCP 服务，仅限所有者",
    "does not run: kept as it was written": "无法运行：保留原样",
    "Without a file of yours: {name}": "未上传文件时使用：{name}",
    "a file": "一个文件",
    "Look at all templates": "查看全部模板",
    # records
    "Records": "数据记录",
    "What workflows have stored: tickets, answers of surveys, results. A collection begins with its first record.": (
        "工作流存储的内容：工单、调查答复、处理结果。写入第一条记录时集合自动建立。"
    ),
    "Nothing is stored yet": "还没有记录",
    "A tool node “Add a record” stores a row here; the customer service system of the gallery does so.": (
        "工具节点“添加记录”会把一行存到这里；模板库中的智能客服系统就是一例。"
    ),
    "{n} record": "{n} 条记录",
    "{n} records": "{n} 条记录",
    "The newest {n} of {all} are shown.": "显示 {all} 条中最新的 {n} 条。",
    "Stored at": "存储时间",
    "Delete the collection": "删除集合",
    "All {n} records of {name} are deleted for good.": "{name} 的全部 {n} 条记录将被永久删除。",
    "Download as CSV": "下载 CSV",
}
