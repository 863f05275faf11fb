/// What the server said a user may not do. It says so beside the conversation, with the subject but without the message it is about,
/// and keeps the connection.
struct Denials: Sendable {
    private(set) var publishing: Set<String> = []
    private(set) var subscribing: Set<String> = []
    /// Those of `publishing` that nobody was told of.
    var unreported: Set<String> = []
    private var lastText = ""

    var isEmpty: Bool { publishing.isEmpty && subscribing.isEmpty }

    /// Reads `Permissions Violation for Publish to "SUBJECT"` and `… for Subscription to "SUBJECT"`; true if it was news.
    mutating func note(_ text: String) -> Bool {
        guard text != lastText else { return false }
        lastText = text
        let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 1 else { return false }
        let subject = String(parts[1])
        guard parts[0].lowercased().contains("publish") else { return subscribing.insert(subject).inserted }
        unreported.insert(subject)
        return publishing.insert(subject).inserted
    }
}
