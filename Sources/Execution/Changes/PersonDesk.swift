public import Planning

/// Where a person is asked what became of a step that only a person can do.
public protocol PersonDesk: Sendable {
    /// Blocks until somebody answers, or nobody can be asked.
    func ask(_ step: PlannedStep) -> PersonAnswer
}

/// What a person said of a step. The program repeats it and claims nothing of its own.
public enum PersonAnswer: Sendable, Hashable {
    case done(by: String)
    case notDone(by: String)
    case skipped(by: String, reason: String)
    /// There is nobody to ask, or nobody answered.
    case nobody(String)

    var result: (state: StepResult.State, because: String, word: String) {
        switch self {
        case .done(let name): (.done, "\(name) says that it is done", "done")
        case .notDone(let name): (.notRun, "\(name) says that it is not done", "not-done")
        case .skipped(let name, let reason): (.skipped, "left out by \(name): \(reason)", "skip")
        case .nobody(let why): (.notRun, "a person's step, and \(why)", "nobody")
        }
    }
}

/// For runs beside which nobody sits.
public struct NobodyAtTheDesk: PersonDesk {
    public init() {}

    public func ask(_ step: PlannedStep) -> PersonAnswer { .nobody("nobody can be asked here") }
}
