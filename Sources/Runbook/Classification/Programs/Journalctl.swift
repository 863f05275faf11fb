extension ReadingProgram {
    static let journalctl = ReadingProgram(
        "journalctl",
        options: KnownOptions(
            flags: "kbxerqa", valued: "unpotgS", long: ["--no-pager", "--dmesg", "--reverse", "--quiet", "--utc", "--all"],
            longValued: ["--unit", "--lines", "--since", "--until", "--priority", "--output", "--grep", "--identifier", "--boot"]),
        operands: 0...0, reads: "The journal, by unit, time, priority and text.",
        refuses: "`-f`, which waits; `--vacuum-…`, `--rotate`, `--flush`, `--sync`, `--cursor-file` and their like, which write.",
        accepted: ["journalctl -u x -n 100 --no-pager", "journalctl -u x --since '1 hour ago'"],
        refused: ["journalctl -f", "journalctl --vacuum-time=1s", "journalctl --rotate", "journalctl -n --vacuum-size=1M"])
}
