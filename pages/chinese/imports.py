"""What an import tells of a file, in Simplified Chinese, by the English that it is made of."""

IMPORTS: dict[str, str] = {
    'nothing here stands for the plugin "{name}": what uses it fails until something does': (
        "此处没有可替代插件“{name}”的功能：安装或启用替代插件之前，用到它的步骤会失败"
    ),
    'the service "{name}" is not here: add its OpenAPI document on the page Tools, until then calls of {tools} fail': (
        "此处没有服务“{name}”：请在“工具”页面添加它的 OpenAPI 文档，在此之前对 {tools} 的调用会失败"
    ),
    'the MCP server "{name}" is not here: add it on the page Tools, until then calls of {tools} fail': (
        "此处没有 MCP 服务器“{name}”：请在“工具”页面添加，在此之前对 {tools} 的调用会失败"
    ),
    '"{name}" on the page Tools does not offer {tools}: calls fail until it does': (
        "“工具”页面中的“{name}”没有提供 {tools}：提供之前调用会失败"
    ),
    'the node kind "{kind}" cannot run yet (1 node)': "“{kind}”类型的节点暂时不能运行（1 个节点）",
    'the node kind "{kind}" cannot run yet ({n} nodes)': "“{kind}”类型的节点暂时不能运行（{n} 个节点）",
    "the secret env.{name} is empty; fill it in before the app runs": "密钥 env.{name} 为空，请在运行应用之前填写",
    "The file is of version {theirs}; it is read as version {ours}.": "文件的版本是 {theirs}，按 {ours} 版读取。",
    "line {n}: the key {key} appears twice; the last one counts": "第 {n} 行：键 {key} 出现了两次，以最后一个为准",
    "node {node}: the reference {name} names no node, and no node before it has such an output": (
        "节点 {node}：引用 {name} 没有指明节点，它之前也没有节点有这样的输出"
    ),
    "node {node}: the reference {name} names no node, and several nodes have such an output: {candidates}": (
        "节点 {node}：引用 {name} 没有指明节点，而有多个节点有这样的输出：{candidates}"
    ),
    "{node}: {n} knowledge base(s) of another installation were left out. Choose bases of yours.": (
        "{node}：已去掉 {n} 个属于其他安装的知识库，请选择您自己的知识库。"
    ),
    "and {n} more": "以及另外 {n} 条",
}
