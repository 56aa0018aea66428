"""Messages that documents, files and models fail with, in Simplified Chinese, by the English that they are made of.

`{places}` stand for what differs. What fits none of them is shown as it is; the first that fits counts, so the
more exact ones come first.
"""

MESSAGES: dict[str, str] = {
    # files that cannot be read
    "the file is empty": "文件是空的",
    "it is protected by a password, or of an old format under a new name": "文件有密码保护，或是改了扩展名的旧格式文件",
    "it is protected by a password": "文件有密码保护",
    "it is broken: {error}": "文件已损坏：{error}",
    "it is protected or broken: {error}": "文件有密码保护或已损坏：{error}",
    "it has {n} parts; {limit} is the limit": "它由 {n} 个部分组成，上限为 {limit} 个",
    "it unpacks to {n} bytes; {limit} is the limit": "解压后有 {n} 字节，上限为 {limit} 字节",
    "it is no book, or broken: {error}": "不是电子书，或已损坏：{error}",
    "it is no mail: it has no headers": "不是邮件：没有邮件头",
    "it is no OpenDocument text, or broken: {error}": "不是 OpenDocument 文档，或已损坏：{error}",
    "it is no PDF, or broken: {error}": "不是 PDF，或已损坏：{error}",
    "it is no presentation, or broken: {error}": "不是演示文稿，或已损坏：{error}",
    "it is no Word document, or broken: {error}": "不是 Word 文档，或已损坏：{error}",
    "this is no JSON: {error}": "不是 JSON：{error}",
    "this is no YAML: {error}": "不是 YAML：{error}",
    "this is no CSV: {error}": "不是 CSV：{error}",
    "File is not a zip file": "不是 ZIP 压缩包",
    "{file} takes longer than {n} seconds": "{file} 的读取超过了 {n} 秒",
    "{file} cannot be read: its parser ended with status {n}": "无法读取 {file}：解析程序异常退出，状态码 {n}",
    "{file} cannot be read, it may be broken: {error}": "无法读取 {file}，文件可能已损坏：{error}",
    "{file} needs more than {n} bytes of memory": "读取 {file} 需要超过 {n} 字节的内存",
    "{file} holds {n} bytes; {limit} is the limit": "{file} 有 {n} 字节，上限为 {limit} 字节",
    "the text of {file} has {n} characters; {limit} is the limit": "{file} 的文本有 {n} 个字符，上限为 {limit} 个",
    "files of the type {kind} cannot be read: {file}; save it as {other}": "无法读取 {kind} 类型的文件：{file}，请另存为 {other}",
    "files of the type {kind} cannot be read: {file}": "无法读取 {kind} 类型的文件：{file}",
    "the document holds no text that could be searched; a scanned document needs text recognition first": (
        "文档中没有可检索的文字；扫描件需要先做文字识别"
    ),
    "File extension {kind} is not allowed for security reasons.": "出于安全考虑，不允许上传 {kind} 类型的文件。",
    "The file {file} holds {n} MB; {limit} MB is the limit ({setting}).": "文件 {file} 有 {n} MB，上限为 {limit} MB（{setting}）。",
    # webhooks
    "url must be an address of http or https of at most {n} characters.": "地址须为 http 或 https 地址，且不超过 {n} 个字符。",
    "events must be some of {names}.": "请至少选择一种通知时机。",
    "An app has at most {n} webhooks. Delete one first.": "一个应用最多有 {n} 个 Webhook，请先删除一个。",
    # web pages
    "{url} is no address of a web page: it must begin with http:// or https://.": (
        "{url} 不是网页地址：必须以 http:// 或 https:// 开头。"
    ),
    "{url} answered with status {n}.": "{url} 返回了状态码 {n}。",
    "{url} holds more than the {n} bytes that a document may have.": "{url} 的内容超过了文档上限 {n} 字节。",
    "{url} did not answer within {n} seconds.": "{url} 在 {n} 秒内没有响应。",
    "{url} cannot be read: {error}": "无法读取 {url}：{error}",
    "{url} is empty.": "{url} 的内容为空。",
    # indexing
    "Indexing was cancelled.": "已取消索引。",
    "the worker that indexed the document ended in the middle": "处理该文档的工作进程中途退出了",
    "what the worker handed over is damaged: {error}": "工作进程交付的结果已损坏：{error}",
    "The document was changed at the same moment. Look again, and repeat what you meant.": (
        "文档刚好在同一时刻被修改了。请查看最新状态后再操作。"
    ),
    "Only a document that is being indexed can be paused; {rest}": "只有正在索引的文档才能暂停。",
    "Only a document that is being indexed can be cancelled; {rest}": "只有正在索引的文档才能取消。",
    "Only a document that is paused or in error can be resumed; {rest}": "只有已暂停或失败的文档才能继续。",
    "The document {name} is being indexed; try again when it is done.": "文档 {name} 正在索引，请完成后再试。",
    "The archived document {name} is not editable.": "已归档的文档 {name} 不能修改。",
    # models
    "the offline embedding model did not start within {n} s": "离线嵌入模型在 {n} 秒内没有启动",
    "the offline embedding model ended while it worked": "离线嵌入模型在工作时退出了",
    "the offline embedding model failed: {error}": "离线嵌入模型出错：{error}",
    "the weights of the offline embedding model are not installed; install them with {command}": (
        "离线嵌入模型的权重尚未安装，请用 {command} 安装"
    ),
    "{provider} cannot be reached: {error}": "无法连接 {provider}：{error}",
    "{provider} sent an answer that cannot be read: {error}": "{provider} 返回了无法解析的内容：{error}",
    "The model {model} gives vectors of {n} numbers, but the base {base} holds vectors of {m}. {rest}": (
        "模型 {model} 的向量有 {n} 维，而知识库 {base} 中的向量有 {m} 维。请选择建库时的模型，或重新索引全部文档。"
    ),
    # what people fill in
    "name is required.": "请填写名称。",
    "name has {n} characters; {limit} is the limit.": "名称有 {n} 个字符，上限为 {limit} 个。",
    "name has {n} characters; it must have 1 to {limit}.": "名称有 {n} 个字符，应为 1 到 {limit} 个。",
    "name must have 1 to {limit} characters.": "名称应有 1 到 {limit} 个字符。",
    "description has {n} characters; {limit} is the limit.": "描述有 {n} 个字符，上限为 {limit} 个。",
    "content is required: it is empty.": "内容不能为空。",
    "content has {n} characters; {limit} is the limit.": "内容有 {n} 个字符，上限为 {limit} 个。",
    "text is required; it holds nothing that could be searched.": "文本中没有可检索的内容。",
    "You do not have permission to access this dataset. Ask whoever made it, or an owner, to open it to you.": (
        "您没有权限访问此知识库，请联系其创建者或所有者为您开放。"
    ),
    "The dataset name {name} already exists. Please modify your dataset name.": "已有名为 {name} 的知识库，请换一个名称。",
    "Metadata name {name} is that of a built-in field.": "{name} 是内置字段的名称，请换一个。",
    "The file cannot be imported: {error}.": "无法导入该文件：{error}。",
    "partial_member_list is required for the permission partial_members.": "请至少选择一位成员。",
    # edits of a draft
    "the edge is there already.": "这条连线已经存在。",
    "nothing leads into a start.": "不能连接到起始节点。",
    "an edge cannot cross the border of an iteration or loop.": "连线不能跨越迭代或循环的边界。",
    "its edges would cross the border of an iteration or loop. Remove them first.": "它的连线会跨越迭代或循环的边界，请先删除这些连线。",
    "a start stays where it is.": "开始节点不能移到别处。",
    "it cannot lie in itself.": "节点不能放进它自己里面。",
    "the end of a loop stands inside of a loop.": "循环的结束节点只能放在循环里面。",
    "the edge would close a cycle. Use a loop for what repeats.": "这条连线会形成环。需要重复时请使用循环节点。",
    "Nothing comes after a node of the kind {kind}; put it at the end of a branch.": "{kind} 节点之后不能有其他节点，请放在分支末尾。",
    "A node of the kind {kind} cannot stand between two others.": "{kind} 节点不能放在两个节点之间。",
    "This is no part of a workflow that was copied here.": "这不是从这里复制的工作流片段。",
    "Nothing of this can be put here: an app has one start, and ends as its mode has them.": (
        "无法粘贴到此处：一个应用只有一个开始节点，结束方式由应用类型决定。"
    ),
    "A variable needs a name.": "变量需要名称。",
    "{name} cannot be a name: use letters, digits and _, with no digit at the beginning.": (
        "{name} 不能作为名称：只能使用字母、数字和 _，且不能以数字开头。"
    ),
    "The name has {count} characters; the limit is {most}.": "名称有 {count} 个字符，上限为 {most}。",
    "There is a variable {name} already.": "已有变量 {name}。",
    "This is no JSON: {reason}": "这不是 JSON：{reason}",
    "The value must be of the type {kind}.": "值的类型必须是 {kind}。",
    "Type the value of {name} anew: that of a secret is not shown.": "请重新输入 {name} 的值：密钥的值不会显示。",
}
