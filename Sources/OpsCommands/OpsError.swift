/// An error of a command: what happened, what to do next, and the contract's exit code.
struct OpsError: Error {
    /// Stable, for machines: `runbook-missing`.
    let code: String
    /// One sentence: what and where.
    let message: String
    /// The next thing to try; nil when there is none.
    let hint: String?
    let exitCode: Int32
    let ground: Ground

    /// What whoever goes on after it must know of it.
    enum Ground {
        /// A rule refused it.
        case rule
        /// A person did.
        case declined
        /// A signal came.
        case interrupted
        /// What was done could not be looked at.
        case unverified
        case other
    }

    init(_ code: String, _ message: String, hint: String? = nil, exitCode: Int32, ground: Ground = .other) {
        self.ground = ground
        self.code = code
        self.message = message
        self.hint = hint
        self.exitCode = exitCode
    }
}

/// The contract's exit codes (`contract.md`, "Streams and exit codes").
enum ExitCodes {
    static let success: Int32 = 0
    static let confirmed: Int32 = 1
    static let unmeasured: Int32 = 2
    static let usage: Int32 = 64
    static let malformedInput: Int32 = 65
    static let missingInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let defect: Int32 = 70
    static let cannotCreate: Int32 = 73
    static let inputOutput: Int32 = 74
    static let locked: Int32 = 75
    static let refused: Int32 = 77
    static let configuration: Int32 = 78
}
