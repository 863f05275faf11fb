/// A program of which some lines only look: what holds for them, and lines that are accepted and refused, which a test reads and from which
/// `docs/commands.md` is made.
struct ReadingProgram: Sendable {
    let names: [String]
    /// Which of its lines are read.
    let reads: String
    /// Which are not, and why.
    let refuses: String
    let accepted: [String]
    let refused: [String]
    /// Whether its arguments only look; nil for a program that is classified by more than that.
    var isReading: (@Sendable ([String]) -> Bool)?
}

extension ReadingProgram {
    /// A program none of whose options writes, acts, or waits for more.
    init(harmless names: String..., reads: String, accepted: [String], refused: [String] = []) {
        self.init(
            names: names, reads: reads, refuses: "Files that are more than their bytes (`/dev/watchdog`, `/proc/kmsg`), and redirections.",
            accepted: accepted, refused: refused + accepted.prefix(1).flatMap { ["\($0) > out", "\($0) | tee out"] },
            isReading: { _ in true })
    }

    /// A program that reads with these options alone, and as many operands.
    init(
        _ names: String..., options: KnownOptions, operands: ClosedRange<Int> = 0...Int.max, reads: String, refuses: String,
        accepted: [String],
        refused: [String]
    ) {
        self.init(
            names: names, reads: reads, refuses: refuses, accepted: accepted, refused: refused,
            isReading: { options.operands($0).map { operands.contains($0.count) } ?? false })
    }
}
