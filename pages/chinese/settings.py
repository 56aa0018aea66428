"""What the settings page says in Simplified Chinese: its own words, and the meaning of every limit."""

SETTINGS: dict[str, str] = {
    # the page
    "Workspace": "工作区",
    "Limits": "限制",
    "Log": "日志",
    "Scripts": "脚本",
    "Saved.": "已保存。",
    "available": "可用",
    "not available": "不可用",
    "Why not: {reason}": "原因：{reason}",
    "Strict": "严格",
    "Contained": "隔离",
    "Trusted": "受信任",
    "A small interpreter of Python; every script is tried here first.": "小型 Python 解释器，所有脚本先在这里尝试。",
    "All of Python with pandas, polars, numpy and duckdb, without network, in a folder of its own.": (
        "完整的 Python，含 pandas、polars、numpy 和 duckdb，无网络，使用独立文件夹。"
    ),
    "In the contained sandbox, without network.": "在隔离沙箱中运行，无网络。",
    "A process with the rights of the server, for workspaces that switch it on.": "拥有服务器权限的进程，仅用于开启它的工作区。",
    "Run the Python scripts of this workspace with the rights of the server": "以服务器的权限运行此工作区的 Python 脚本",
    "They reach its files, its network and all of its packages. Switch it on only for scripts that you trust.": (
        "脚本可访问服务器的文件、网络和全部软件包。仅对你信任的脚本开启。"
    ),
    "trusted scripts need an administrator's password, or a server that only this machine can reach": (
        "受信任脚本需要管理员密码，或仅本机可访问的服务器"
    ),
    "Kept results": "保留的结果",
    "Results of nodes in the Studio: a rerun calls only what changed. The unused go first.": (
        "工作室中节点的结果：重新运行只调用有变化的部分。最久未用的先被清理。"
    ),
    "{n} kept, {size} of {budget}": "保留 {n} 个，已用 {size} / {budget}",
    "The budget is the setting {name}.": "上限由设置 {name} 决定。",
    "{n} results were removed.": "已移除 {n} 个结果。",
    "Limits are set where the server is started: in its environment or in the file .env.": (
        "限制在启动服务器的地方设置：环境变量或 .env 文件。"
    ),
    "Setting": "设置项",
    "Meaning": "含义",
    # jobs
    "Jobs": "任务",
    "Queues": "队列",
    "Queue": "队列",
    "For": "用途",
    "Small jobs that somebody waits for": "有人等待的小任务",
    "Files and clean-up": "文件与清理",
    "Documents that are indexed": "文档索引",
    "Waiting": "等待中",
    "To be tried again": "待重试",
    "Running": "运行中",
    "Failed": "失败",
    "Workers": "工作进程",
    "Workers of this server": "本服务器的工作进程数",
    (
        "From now on, until the server ends; the setting MILLRACE_WORKERS counts from its next start on. "
        "Workers that are too many finish what they do. Other machines may run more with `python -m workers`."
    ): (
        "立即生效，直到服务器停止；下次启动起以设置 MILLRACE_WORKERS 为准。"
        "多余的工作进程会先完成手头任务。其他机器可用 `python -m workers` 运行更多进程。"
    ),
    "Machine": "机器",
    "Process": "进程",
    "State": "状态",
    "Job": "任务",
    "Last sign of life": "最近心跳",
    "{n} s ago": "{n} 秒前",
    "idle": "空闲",
    "at work": "工作中",
    "starting": "启动中",
    "suspended": "已暂停",
    "No worker was heard of lately.": "最近没有工作进程的消息。",
    "Failed jobs": "失败的任务",
    "Retry": "重试",
    "There is no queue: this server was started without Redis, and indexes documents one after another.": (
        "没有队列：此服务器启动时未使用 Redis，文档将逐个索引。"
    ),
    # the log
    "Logins, keys, credentials, settings, and what was made, published or deleted. No line holds a secret.": (
        "登录、密钥、凭据、设置，以及创建、发布或删除的内容。日志中不含任何机密。"
    ),
    "Nothing yet.": "暂无记录。",
    "Who": "操作者",
    "What": "操作",
    "From": "来源地址",
    "Newer": "较新",
    "Older": "较早",
    "Page {page} of {pages}": "第 {page} / {pages} 页",
    "on": "开",
    "off": "关",
    "App created": "创建应用",
    "App duplicated": "复制应用",
    "App imported": "导入应用",
    "App switched": "切换应用状态",
    "Version published": "发布版本",
    "Version restored": "恢复版本",
    "App deleted": "删除应用",
    "API key created": "创建 API 密钥",
    "API key revoked": "吊销 API 密钥",
    "Credentials stored": "保存凭据",
    "Credentials removed": "移除凭据",
    "Default model chosen": "选择默认模型",
    "Model references redirected": "改变模型去向",
    "Account created": "创建账号",
    "Password set": "设置密码",
    "Signed in": "登录",
    "Sign-in failed": "登录失败",
    "Signed out": "退出登录",
    "Setting changed": "修改设置",
    "Kept results cleared": "清除保留的结果",
    "Knowledge base created": "创建知识库",
    "Knowledge base changed": "修改知识库",
    "Knowledge base deleted": "删除知识库",
    "Knowledge base imported": "导入知识库",
    "Collection of records deleted": "删除数据集合",
    # limits, by the headings and descriptions of the settings
    "Where things are kept": "存储",
    "Database backups that are kept; older ones are pruned.": "保留的数据库备份数，更旧的会被清理。",
    "Threads that read the database side by side.": "并行读取数据库的线程数。",
    "Kept results of Studio runs that a workspace may store, in MB; 0 keeps none.": (
        "一个工作区可保留的工作室运行结果（MB）；0 表示不保留。"
    ),
    "Memory that the database may use, in MB.": "数据库可用内存（MB）。",
    "Background work": "后台任务",
    "Worker processes for background jobs; 0 runs none.": "后台任务的工作进程数；0 表示不运行。",
    "Seconds that running work may take to finish when the server stops.": "服务器停止时，进行中的任务可用的秒数。",
    "Who may come in": "访问",
    "Life of a console login's access token, in minutes.": "控制台登录访问令牌的有效期（分钟）。",
    "Life of a console login's refresh token, in days.": "控制台登录刷新令牌的有效期（天）。",
    "Limits of requests": "请求限制",
    "Longest query of a chat turn, in characters.": "一轮对话提问的最大长度（字符）。",
    "Longest name of an end user, in characters.": "终端用户名称的最大长度（字符）。",
    "Most values in the `inputs` of a request.": "请求的 `inputs` 中最多的值。",
    "Longest text among the `inputs`, in characters.": "`inputs` 中文本的最大长度（字符）。",
    "Most files that a request may name.": "一个请求最多引用的文件数。",
    "Largest JSON body of a request, in MB.": "请求 JSON 体的最大大小（MB）。",
    "Largest document upload, in MB.": "上传文档的最大大小（MB）。",
    "Largest image upload, in MB.": "上传图片的最大大小（MB）。",
    "Largest audio upload, in MB.": "上传音频的最大大小（MB）。",
    "Largest video upload, in MB.": "上传视频的最大大小（MB）。",
    "Files that may be uploaded at once, as the console tells its clients.": "控制台告知客户端的一次可上传文件数。",
    "Life of a signed file link, in seconds.": "签名文件链接的有效期（秒）。",
    "Days after which an upload of an end user that no run uses is removed.": "终端用户上传且无运行使用的文件保留天数。",
    "Triggers of workflows": "工作流触发器",
    "Largest body of a request to a webhook, in MB.": "Webhook 请求体的最大大小（MB）。",
    "Requests that one webhook takes in a minute, while callers are limited in rate.": "限速时一个 Webhook 每分钟接受的请求数。",
    "Limits of runs": "运行限制",
    "Node starts that a run, or one round of a container in it, may take; 0 sets no limit.": (
        "一次运行（或其中容器的一轮）可启动的节点次数；0 表示不限。"
    ),
    "Time that one run may take, in seconds; 0 sets no limit.": "一次运行可用的时间（秒）；0 表示不限。",
    "Nodes of one run that may work at the same time.": "一次运行中可同时工作的节点数。",
    "Workflows that may call each other as tools, one inside the other.": "工作流作为工具可嵌套调用的层数。",
    "Rounds of calling tools that an agent may take, whatever its app says.": "智能体调用工具的轮数上限（不论应用如何设置）。",
    "Tools of one round that an agent may call at the same time.": "智能体在一轮中可同时调用的工具数。",
    "Characters of what a tool gives that an agent's model is told; the rest is cut.": (
        "工具结果中告知智能体模型的字符数，其余部分截去。"
    ),
    "Earlier messages of a conversation that a model may be given.": "可提供给模型的历史消息数。",
    "Largest result of a node that a Studio run keeps for reuse, in MB.": "工作室运行为复用而保留的单个节点结果的最大大小（MB）。",
    "Runs of one app that may be live at the same time; 0 sets no limit.": "一个应用可同时进行的运行数；0 表示不限。",
    "Limits of HTTP requests that nodes send": "节点发送的 HTTP 请求限制",
    "Time to connect, in seconds, unless the node says another.": "连接时间（秒），节点可另行设置。",
    "Time without an answer, in seconds, unless the node says another.": "无应答时间（秒），节点可另行设置。",
    "Time to send a piece, in seconds, unless the node says another.": "发送一段数据的时间（秒），节点可另行设置。",
    "Largest answer that is a text, in MB.": "文本应答的最大大小（MB）。",
    "Largest answer that is a file, in MB.": "文件应答的最大大小（MB）。",
    "Largest file that a request sends, in MB.": "请求发送文件的最大大小（MB）。",
    "Redirects that one request follows.": "一个请求跟随的重定向次数。",
    "Limits of documents that are read": "文档读取限制",
    "Largest file that is read, in MB.": "可读取文件的最大大小（MB）。",
    "What a docx, xlsx, pptx, odt or epub may unpack to, in MB.": "docx、xlsx、pptx、odt 或 epub 解压后的最大大小（MB）。",
    "Files inside a docx, xlsx, pptx, odt or epub.": "docx、xlsx、pptx、odt 或 epub 内的文件数。",
    "Characters of a document's text.": "文档文本的字符数。",
    "Time that reading a document may take, in seconds.": "读取文档可用的时间（秒）。",
    "Memory that reading a document may use, in MB of address space.": "读取文档可用的内存（MB 地址空间）。",
    "Documents that are read at the same time.": "同时读取的文档数。",
    "Limits of Jinja templates": "Jinja 模板限制",
    "Longest text that a template may make, in characters.": "模板生成文本的最大长度（字符）。",
    "Computing time of one rendering, in seconds.": "一次渲染的计算时间（秒）。",
    "Memory that a rendering may use, in MB.": "渲染可用的内存（MB）。",
    "Templates that are rendered at the same time.": "同时渲染的模板数。",
    "Limits of app files": "应用文件限制",
    "Largest app file that is imported, in MB.": "导入应用文件的最大大小（MB）。",
    "Levels to which an app file may nest lists and mappings.": "应用文件中列表和映射的嵌套层数。",
    "Values that aliases of an app file may repeat in all.": "应用文件中别名可重复的值的总数。",
    "Nodes of a graph that is imported.": "导入流程图的节点数。",
    "Edges of a graph that is imported.": "导入流程图的连线数。",
    "Largest value of an environment or conversation variable in an app file, in bytes of JSON.": (
        "应用文件中环境变量或会话变量的最大值（JSON 字节数）。"
    ),
    "Time to fetch an app file, in seconds.": "获取应用文件的时间（秒）。",
    "Time in which an import that waits must be confirmed, in seconds.": "等待确认的导入的有效时间（秒）。",
    "Limits of calls of model vendors": "模型供应商调用限制",
    "Time to connect, in seconds.": "连接时间（秒）。",
    "Silence between two pieces, in seconds.": "两段内容之间的最长静默（秒）。",
    "Time of a whole answer, in seconds.": "完整回答的时间（秒）。",
    "Further tries after one that failed before its first piece.": "首段内容之前失败后的重试次数。",
    "Longest wait before a further try, in seconds; a vendor that asks for more fails.": (
        "重试前的最长等待（秒）；供应商要求更久则失败。"
    ),
    "Limits of who comes in": "登录限制",
    "Failed logins in a row by one address of e-mail.": "同一邮箱连续登录失败的次数。",
    "Failed logins in a row from one machine.": "同一机器连续登录失败的次数。",
    "Keys that one app may have.": "一个应用可拥有的密钥数。",
    "Limits of code nodes": "代码节点限制",
    "Time that a script may take, in seconds.": "脚本可用的时间（秒）。",
    "Memory that a script may use in the strict sandbox, in MB.": "脚本在严格沙箱中可用的内存（MB）。",
    "Memory that a script may use in the contained and in the trusted sandbox, in MB.": (
        "脚本在隔离和受信任沙箱中可用的内存（MB）。"
    ),
    "Files that a script may write to its own folder, in MB in all.": "脚本可写入自己文件夹的文件总量（MB）。",
    "Time without a script after which the contained sandbox frees its memory, in seconds.": (
        "无脚本运行多久后隔离沙箱释放内存（秒）。"
    ),
    "Longest text among the results of a script, in characters.": "脚本结果中文本的最大长度（字符）。",
    "Texts in one list among the results of a script.": "脚本结果中一个列表的文本数。",
    "Objects in one list among the results of a script.": "脚本结果中一个列表的对象数。",
    "Numbers or truths in one list among the results of a script.": "脚本结果中一个列表的数字或布尔值数。",
    "Largest number among the results of a script.": "脚本结果中的最大数字。",
    "Smallest number among the results of a script.": "脚本结果中的最小数字。",
    "Digits after the point of a number among the results of a script.": "脚本结果中数字的小数位数。",
    "Objects inside objects among the results of a script.": "脚本结果中对象的嵌套层数。",
    "Characters that are kept of what a script prints.": "保留的脚本打印内容的字符数。",
    "Time that a script waits for a free sandbox process, in seconds.": "脚本等待空闲沙箱进程的时间（秒）。",
    "Calls inside calls of a script in the strict sandbox.": "脚本在严格沙箱中的调用嵌套层数。",
    "Characters that a script may return in all.": "脚本可返回的字符总数。",
    "Data frames that a script or a SQL query may give, in MB in all (as Arrow).": (
        "脚本或 SQL 查询可给出的数据表总量（MB，Arrow 格式）。"
    ),
    "Rows of a data frame that a script or a SQL query may give.": "脚本或 SQL 查询可给出的数据表行数。",
    "Time that a SQL query may take, in seconds.": "SQL 查询可用的时间（秒）。",
    "Memory that a SQL query may use, its tables included, in MB.": "SQL 查询可用的内存，含其数据表（MB）。",
    "Threads that one SQL query may use.": "一个 SQL 查询可用的线程数。",
    "Largest file that a SQL query or an own node may read, in MB.": "SQL 查询或自定义节点可读取文件的最大大小（MB）。",
    "Sandbox processes that may work at the same time.": "可同时工作的沙箱进程数。",
    "Limits of knowledge bases": "知识库的限制",
    "Largest result of one document that such a worker may hand over, in MB.": (
        "此类工作进程为单个文档提交的结果的大小上限，单位 MB。"
    ),
    "Days for which the log of searches of knowledge bases is kept; 0 is for good.": (
        "知识库检索记录保留的天数；0 表示永久保留。"
    ),
    "Memory for the indexes of knowledge bases, in MB; larger ones are searched on disk.": (
        "知识库索引可用的内存（MB）；更大的索引在磁盘上检索。"
    ),
    "Speech": "语音",
    "Largest recording to be written down, in MB.": "可转写录音的最大大小（MB）。",
    "Longest text to be spoken, in characters.": "可朗读文本的最大长度（字符）。",
}
