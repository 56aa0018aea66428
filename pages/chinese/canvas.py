"""What the canvas says in Simplified Chinese."""

CANVAS: dict[str, str] = {
    "The graph of the app": "应用的流程图",
    "Put a node here": "在此处插入节点",
    "Search nodes": "搜索节点",
    "No such node.": "没有这样的节点。",
    "The graph is empty. Press + to add the first node.": "流程图为空。点击 + 添加第一个节点。",
    "Enter selects the node, arrow keys move it, Delete removes it.": "回车键选中节点，方向键移动，Delete 键删除。",
    "Enter selects the edge, Delete removes it.": "回车键选中连线，Delete 键删除。",
    "Zoom in": "放大",
    "Zoom out": "缩小",
    "Overview of the graph": "流程图概览",
    "Look at the graph": "查看流程图",
    "Graph of this run": "本次运行的流程图",
    "Drag to resize": "拖动以调整大小",
}
