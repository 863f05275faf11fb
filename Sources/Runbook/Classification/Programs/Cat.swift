extension ReadingProgram {
    static let cat = ReadingProgram(
        harmless: "cat", reads: "What files hold.", accepted: ["cat /etc/hosts", "cat -n app.log"],
        refused: ["cat < /dev/watchdog", "cat /proc/kmsg"])
}
