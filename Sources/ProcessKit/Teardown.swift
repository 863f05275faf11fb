/// How a process is asked to end: a list of signals, each with the time it is given before the next. KILL is always the last.
public struct Teardown: Sendable, Equatable {
    public struct Step: Sendable, Equatable {
        public let signal: ProcessSignal
        /// Milliseconds until the next step; not negative.
        public let graceMilliseconds: Double

        public init(_ signal: ProcessSignal, graceMilliseconds: Double) {
            self.signal = signal
            self.graceMilliseconds = max(0, graceMilliseconds)
        }
    }

    /// What comes before KILL.
    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// TERM, two seconds, KILL.
    public static let standard = Teardown([Step(.terminate, graceMilliseconds: 2000)])

    /// KILL at once.
    public static let immediate = Teardown([])
}
