public import JSONKit
public import Runbook

/// An operation as the journal kept it (`Operation.document`): what it was, and its parts as far as this version knows them.
public struct StoredOperation: Sendable {
    /// The words that stand in documents and in the journal; they are not renamed.
    public enum Word: String, Sendable {
        case setVariable = "set-variable"
        case recreate
        case bringUp = "bring-up"
        case startServices = "start-services"
        case runbook
        case writeFile = "write-file"
        case backupDatabase = "backup-database"
        case restoreDatabase = "restore-database"
        case returnDatabase = "return-database"
        case unlinkKeys = "unlink-keys"
        case monitorMemory = "monitor-memory"
        case makeStream = "make-stream"
        case send, quarantine
    }

    public let word: Word
    private let document: JSONValue

    /// nil for what this version does not know.
    public init?(_ document: JSONValue?) {
        guard let document, let word = document["operation"]?.text.flatMap(Word.init) else { return nil }
        self.word = word
        self.document = document
    }

    public var path: String? { document["path"]?.text }
    public var sha256: String? { document["sha256"]?.text }
    /// Of keys.
    public var pattern: String? { document["pattern"]?.text }

    /// Of a runbook's step; nil for others, and where it is not known any more.
    public var kind: ActionKind? {
        // Earlier versions wrote the action's text alone.
        document["kind"]?.text.flatMap(ActionKind.init)
            ?? document["action"]?.text.flatMap { ActionKind(rawValue: String($0.prefix { $0 != "(" })) }
    }

    /// As it is carried out; nil for what is never taken back by it.
    public var operation: Operation? {
        switch word {
        case .setVariable:
            document["name"]?.text.map { .setVariable(name: $0, value: document["value"]?.text, file: document["file"]?.text ?? ".env") }
        case .startServices: .startServices
        case .writeFile: path.flatMap { path in sha256.map { .writeFile(path: path, .kept(sha256: $0)) } }
        case .returnDatabase: document["kept"]?.text.map { .returnDatabase(kept: $0) }
        default: nil
        }
    }
}

extension Operation {
    /// What takes a change back, as the journal kept it; nil for what this version cannot take back.
    public init?(undo document: JSONValue) {
        guard let operation = StoredOperation(document)?.operation else { return nil }
        self = operation
    }
}
