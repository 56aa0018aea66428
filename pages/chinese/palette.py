"""What the palette and the previews of data frames say in Simplified Chinese."""

PALETTE: dict[str, str] = {
    "Add node": "添加节点",
    "Start and end": "开始与结束",
    "With a model": "使用模型",
    "Flow": "流程",
    "Data": "数据",
    "Outside": "外部",
    "Own nodes": "自定义节点",
    "line {n}": "第 {n} 行",
    "Python files in the folder `nodes` of the data folder are nodes, too.": "数据文件夹的 `nodes` 中的 Python 文件也是节点。",
    "{rows} rows × {columns} columns": "{rows} 行 × {columns} 列",
    "The first {n} rows are shown.": "仅显示前 {n} 行。",
}
