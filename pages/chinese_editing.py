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
}
