"""What the tools of the Studio, versions and variables say in Simplified Chinese."""

EDITING: dict[str, str] = {
    # tools
    "Undo": "撤销",
    "Redo": "重做",
    "Copy": "复制",
    "Paste": "粘贴",
    "Duplicate": "创建副本",
    "Delete the selected node": "删除所选节点",
    "Delete the selected edge": "删除所选连线",
    "Tidy up": "整理布局",
    "Copied. It can be pasted here or into another app.": "已复制，可粘贴到此处或其他应用。",
    # problems
    "No problems": "没有问题",
    "Ready to be published": "可以发布",
    "These keep the draft from being published:": "以下问题解决后才能发布：",
    "Worth a look:": "建议检查：",
    "1 hint": "1 条提示",
    "{n} hints": "{n} 条提示",
    # versions
    "Nothing is published yet": "尚未发布",
    "Publish makes a version that the API and the chat page serve. Every version stays here.": (
        "发布会生成一个版本，由 API 和对话页面提供服务。所有版本都保留在这里。"
    ),
    "Call this version": "调用此版本",
    "Programs may name a version; without a name they get the newest.": "程序可以指定版本；不指定时使用最新版本。",
    "The draft is that version again. Undo brings the former draft back.": "草稿已恢复为该版本。撤销可以找回之前的草稿。",
    "The newest version serves the app and cannot be deleted.": "最新版本正在提供服务，不能删除。",
    "Features": "功能",
    "Draft": "草稿",
    "From": "从",
    "To": "到",
    "Choose two states to compare.": "请选择两个不同的状态进行比较。",
    "The two do the same; at most their nodes stand elsewhere.": "两者功能相同，最多只是节点位置不同。",
    "Edges": "连线",
    "Environment variables": "环境变量",
    "Conversation variables": "会话变量",
    "1 node": "1 个节点",
    "{n} nodes": "{n} 个节点",
    "1 edge": "1 条连线",
    "{n} edges": "{n} 条连线",
    "1 other setting": "1 项其他设置",
    "{n} other settings": "{n} 项其他设置",
    "added": "新增",
    "removed": "删除",
    "changed": "修改",
    # variables
    "Add a variable": "添加变量",
    "Settings that every node may read: addresses, limits, keys. Secrets are kept encrypted and never shown.": (
        "所有节点都可读取的设置：地址、限额、密钥。密钥加密保存，不会显示。"
    ),
    "None yet. Put here what differs from one installation to the next.": "暂无。把各环境不同的设置放在这里。",
    "Kept from turn to turn of a conversation; a variable assigner writes them.": (
        "在会话的各轮之间保留，由变量赋值节点写入。"
    ),
    "None yet. Put here what the app is to remember of a conversation.": "暂无。把应用需要在会话中记住的内容放在这里。",
    "Edit": "编辑",
    "As JSON.": "使用 JSON 格式。",
    # fields
    "Move up": "上移",
    "Type / or {{ to insert a variable": "输入 / 或 {{ 插入变量",
    "Next steps": "后续步骤",
    "Remove this edge": "删除这条连线",
    "Connect to": "连接到",
    "Connect to …": "连接到……",
}
