import Testing

@testable import OpsCommands

/// One fault, the command that heals it, and what is to be seen on the way.
struct HealingCase: Sendable, CustomTestStringConvertible {
    let name: String
    let settings: PracticeSettings
    /// As a person would type it.
    let command: [String]
    /// The options that approve all of it.
    let approvals: [String]
    /// What the person at the terminal does who wants none of it.
    let declining: [TerminalRun.Act]
    /// Options of the declined command alone.
    var declinedOptions: [String] = []
    /// The exit code of the declined command: another one where nothing needs approval and a person's step is left.
    var declinedCode: Int32 = 77
    /// The options that are named where nobody can be asked.
    var named: [String]?
    let moment: Moment
    /// Options that the resumption needs beyond the approvals: names of what may be half done.
    var again: [String] = []
    /// Files that the service itself writes meanwhile.
    var alive: [String] = []
    /// How often the service was started in the end; nil: it was made anew.
    var starts: Int? = 1
    /// The incident that is clear in the end.
    var incident: String { settings.scenario.incident ?? "" }
    /// The exit code of the command that is resumed, and of the diagnosis afterwards.
    var code: Int32 = 0
    var diagnosis: Int32 = 0
    /// What finds nothing to do in the end; nil: the same command once more, without a word of approval.
    var last: [String]?
    /// Before the command is killed.
    var before: @Sendable (HealingDrill) throws -> Void = { _ in }
    /// After the resumption; what the run's steps left behind is seen here.
    var after: @Sendable (HealingDrill, RunSeen) throws -> Void = { _, _ in }

    var testDescription: String { name }

    /// The run that was killed and resumed.
    struct RunSeen {
        let id: String
        /// Of the resumption.
        let result: Run
        /// All that stands in the journal of its steps.
        let steps: [String]
    }
}
