public import CommandLineKit
internal import Runbook

/// A duration on the command line.
public struct TimeLimit: ExpressibleByArgument, Sendable {
    let milliseconds: Double
    /// Whether somebody typed it: a command may have another default than the one for probes.
    let isGiven: Bool

    init(milliseconds: Double) {
        self.milliseconds = milliseconds
        isGiven = false
    }

    /// `500ms`, `10s`, `2m`; a bare number counts seconds. At least 1 ms and at most a day.
    public init?(argument: String) {
        guard let milliseconds = Durations.milliseconds(argument) ?? Double(argument).map({ $0 * 1000 }),
            (1...86_400_000).contains(milliseconds)
        else { return nil }
        self.milliseconds = milliseconds
        isGiven = true
    }

    public var defaultValueDescription: String {
        milliseconds < 1000 || milliseconds.truncatingRemainder(dividingBy: 1000) != 0
            ? "\(Int(milliseconds))ms" : "\(Int(milliseconds / 1000))s"
    }
}
