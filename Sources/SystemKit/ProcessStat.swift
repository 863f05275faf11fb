/// What `/proc/PID/stat` says of a process (proc(5)).
struct ProcessStat: Sendable, Equatable {
    /// `R`, `S`, …; `Z` and `X` are dead.
    let state: UInt8
    /// The controlling terminal's device number, 0 for none.
    let terminal: Int32
    /// When it started, in clock ticks since the machine did.
    let startTicks: UInt64

    var isDead: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }

    /// nil when there is no such process, or it is hidden from us.
    init?(of process: String) {
        guard let bytes = try? Files.read("/proc/\(process)/stat", limit: 1 << 16) else { return nil }
        self.init(bytes)
    }

    /// The second field is the program's name in parentheses and may hold anything, so the rest is found from its last `)`.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)...].split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }).map { String(decoding: $0, as: UTF8.self) }
        // The first of these is field 3.
        guard fields.count >= 20, let state = fields[0].utf8.first, let terminal = Int32(fields[4]), let start = UInt64(fields[19]) else {
            return nil
        }
        self.state = state
        self.terminal = terminal
        startTicks = start
    }
}
