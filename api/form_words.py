"""What the page of a form says, in English and in Simplified Chinese."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "form": "A question for you",
        "choose": "Choose",
        "address": "Or the address of a file",
        "addresses": "Or the addresses of files, separated by spaces",
        "at_most": "At most {n} files.",
        "open_until": "Can be answered until",
        "missing": "Fill in first: {names}.",
        "refused": "This answer cannot be taken: {reason}.",
        "thanks": "Thank you",
        "sent": "Your answer has been sent. You can close this page.",
        "closed": "This form is closed",
        "submitted": "It has already been answered. The first answer counts.",
        "expired": "It cannot be answered any more: its time is over, or the run that asked has ended.",
        "unknown": "There is no such form",
        "no_form": "The address is not right, or the app that asked is gone.",
        "other_language": "简体中文",
        "other_code": "zh",
    },
    "zh": {
        "form": "请填写",
        "choose": "请选择",
        "address": "或填写文件地址",
        "addresses": "或填写文件地址，多个地址用空格分隔",
        "at_most": "最多 {n} 个文件。",
        "open_until": "请在此时间之前填写：",
        "missing": "请先填写：{names}。",
        "refused": "无法接受此回答：{reason}。",
        "thanks": "谢谢",
        "sent": "您的回答已提交，可以关闭此页面。",
        "closed": "此表单已关闭",
        "submitted": "此表单已有人填写，以第一次提交为准。",
        "expired": "此表单已不能填写：已超过时限，或相应的运行已结束。",
        "unknown": "没有这个表单",
        "no_form": "地址不正确，或相应的应用已被删除。",
        "other_language": "English",
        "other_code": "en",
    },
}
