"""What the page of plugins says in Simplified Chinese, by the English text."""

PLUGINS: dict[str, str] = {
    "Plugins": "插件",
    "There are no plugins yet. Add one, or put a folder into the folder of plugins.": (
        "还没有插件。可以添加一个，或把插件文件夹放进插件目录。"
    ),
    "Add a plugin": "添加插件",
    "Plugins belong to the whole server. Their code runs locked into a process of its own: without network, "
    "keys or files, and with the models and hosts that it asks for and you agree to.": (
        "插件属于整个服务器。其代码在独立的受限进程中运行：没有网络、密钥和文件，只能使用它申请并经您同意的模型和主机。"
    ),
    "This is no plugin: {problem}": "这不是可用的插件：{problem}",
    "Version {running} runs; the files of version {new} are there and differ.": (
        "正在运行 {running} 版；目录中已有内容不同的 {new} 版文件。"
    ),
    "Look at the new version": "查看新版本",
    "Switch on": "启用",
    "Switch off": "停用",
    "Switched off.": "已停用。",
    "Switch on {name}?": "启用 {name}？",
    "Switched on: {name}.": "已启用：{name}。",
    "Agree and switch on": "同意并启用",
    "It runs with all rights of the server: {why}.": "它以服务器的全部权限运行：{why}。",
    "Only an owner can agree to that.": "只有所有者才能同意。",
    "I trust this code with everything that the server has.": "我信任此代码可以使用服务器拥有的一切。",
    "Reach over the network: {hosts}": "访问网络主机：{hosts}",
    "Ask language models of the workspace, at its expense": "调用工作空间的语言模型（费用由其承担）",
    "Ask embedding models of the workspace, at its expense": "调用工作空间的嵌入模型（费用由其承担）",
    "Read the files that a call is given": "读取调用时给出的文件",
    "Know what you enter for: {names}": "获知您为以下各项填写的内容：{names}",
    "Use {memory} MB of memory and {seconds} s for each call": "使用 {memory} MB 内存，每次调用最多 {seconds} 秒",
    "Nothing: no network, no models, no files": "不申请任何权限：无网络、无模型、无文件",
    "Where it failed": "出错位置",
    "Remove {name}?": "移除 {name}？",
    "Its folder and what was entered for it are deleted. Runs under way finish with it.": (
        "将删除其文件夹及为其填写的内容。正在进行的运行会用它完成。"
    ),
    "Removed: {name}.": "已移除：{name}。",
    "Working …": "处理中……",
    "Archive": "压缩包",
    "Git repository": "Git 仓库",
    "Index": "索引",
    "Zip archive with a plugin.toml": "包含 plugin.toml 的 zip 压缩包",
    "Address, and a branch or tag behind #": "地址，可在 # 后写分支或标签",
    "Address of the index": "索引地址",
    "{name} is there. Look at what it asks for, and switch it on.": "{name} 已添加。请查看它申请的权限，然后启用。",
    "Needed, and not here": "需要但未安装",
    "{n} call": "{n} 次调用",
    "{n} calls": "{n} 次调用",
    "{n} failed": "{n} 次失败",
    "Chunkers": "分段器",
    "Data sources": "数据源",
    "Vector stores": "向量库",
    "Model providers": "模型供应商",
    "not switched on": "未启用",
    "set aside": "已隔离",
    "unusable": "不可用",
    "from a folder": "来自文件夹",
    "an installed package": "已安装的软件包",
    "from an archive": "来自压缩包",
    "from a git repository": "来自 Git 仓库",
    "from an index": "来自索引",
    "stored": "已保存",
    "Limits of plugins": "插件的限制",
    "Time that one call of a plugin may take, in seconds; a plugin may ask for less.": (
        "插件一次调用的时限，单位为秒；插件可申请更短的时间。"
    ),
    "Memory that the process of a plugin may use beyond the bare one, in MB.": (
        "插件进程除基本占用外可使用的内存，单位为 MB。"
    ),
    "Plugin": "插件",
    "Data source": "数据源",
    "Fetch": "获取",
    "Cut by": "分段方式",
    "separator and lengths": "分隔符与长度",
    "Vectors": "向量",
    "Kept by": "保存在",
    "{name} (not switched on)": "{name}（未启用）",
    "Plugins can keep vectors elsewhere; see the page Plugins.": "插件可以把向量保存在别处，请见插件页面。",
    "All documents are indexed again; they are not found until that is done.": "所有文档将重新索引，完成之前无法检索到。",
    "Plugin installed": "安装插件",
    "Plugin switched on": "启用插件",
    "Plugin switched off": "停用插件",
    "Plugin removed": "移除插件",
    "Settings of a plugin changed": "修改插件设置",
    "Nodes": "节点",
}
