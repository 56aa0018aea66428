"""The system calls that the filter treats, with their numbers on x86-64 and on 64-bit Arm."""

from collections.abc import Mapping

# A comment names what the calls below it are refused for; "-" stands for a call that a machine does not have.
_DENIED = """
# network
socket 41 198, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242
# processes
fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, kill 62 129, tkill 200 130, rt_sigqueueinfo 129 138
rt_tgsigqueueinfo 297 240, pidfd_send_signal 424 424, pidfd_open 434 434, pidfd_getfd 438 438
process_mrelease 448 448, setsid 112 157, setpgid 109 154
# other processes' memory and order
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440, kcmp 312 272
move_pages 279 239, migrate_pages 256 238, setpriority 141 140, ioprio_set 251 30, sched_setscheduler 144 119
sched_setparam 142 118, sched_setattr 314 274, sched_setaffinity 203 122
# identity
setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143, setresuid 117 147, setresgid 119 149
setfsuid 122 151, setfsgid 123 152, setgroups 116 159, capset 126 91
# memory and messages that outlive the process
memfd_create 319 279, memfd_secret 447 447, shmget 29 194, shmat 30 196, shmctl 31 195, msgget 68 186
msgsnd 69 189, msgctl 71 187, semget 64 190, semctl 66 191, mq_open 240 180, mq_unlink 241 181
# what Landlock does not guard
truncate 76 45, chmod 90 -, fchmod 91 52, fchmodat 268 53, chown 92 -, fchown 93 55, lchown 94 -
fchownat 260 54, utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88, setxattr 188 5
lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16
name_to_handle_at 303 -, open_by_handle_at 304 -
# ways around the filter
io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427
# the kernel
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, keyctl 250 219, add_key 248 217
request_key 249 218, syslog 103 116, kexec_load 246 104, kexec_file_load 320 294, init_module 175 105
finit_module 313 273, delete_module 176 106, reboot 169 142, swapon 167 224, swapoff 168 225, acct 163 89
quotactl 179 60, quotactl_fd 443 443, fanotify_init 300 262, personality 135 92, iopl 172 -, ioperm 173 -
modify_ldt 154 -, vhangup 153 58, lookup_dcookie 212 18, sethostname 170 161, setdomainname 171 162
settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171
# mounts and namespaces
mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, unshare 272 97, setns 308 268
open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432, fspick 433 433
mount_setattr 442 442
"""
_WEIGHED = "clone 56 220, open 2 -, openat 257 56, socketpair 53 199, tgkill 234 131, prlimit64 302 261"


def _numbers(table: str, column: int) -> Mapping[str, int]:
    """Return the numbers of one machine by the name of the call."""
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    calls = [call.split() for line in lines for call in line.split(",") if call]
    return {call[0]: int(call[column]) for call in calls if call[column] != "-"}


DENIED = {"x86_64": _numbers(_DENIED, 1), "aarch64": _numbers(_DENIED, 2)}
WEIGHED = {"x86_64": _numbers(_WEIGHED, 1), "aarch64": _numbers(_WEIGHED, 2)}  # allowed with some arguments
ABSENT = (435, 437)  # clone3 and openat2: a filter cannot see their arguments, and callers have another way
NEWEST = 450  # every call after it is unknown here and so absent
