public import JSONKit

/// One thing to be remembered, before it has its place in the chain.
public struct JournalEntry: Sendable {
    /// What kind of thing it is, and so in which table it is kept.
    public enum Table: String, Sendable, CaseIterable {
        case runs, steps, observations, decisions, approvals
    }

    public let table: Table
    public let run: String
    /// The step it is about; nil when it is about the whole run.
    public let step: String?
    /// One word: `began`, `intended`, `done`, ….
    public let event: String
    public let body: JSONObject
    public let evidence: [JournalEvidence]

    /// - Parameter body: for `approvals`/`spent` it holds the `id` of the approval, which can be spent once.
    public init(
        _ table: Table, run: String, step: String? = nil, event: String, body: JSONObject = JSONObject(), evidence: [JournalEvidence] = []
    ) {
        self.table = table
        self.run = run
        self.step = step
        self.event = event
        self.body = body
        self.evidence = evidence
    }
}
