internal import Execution
internal import JSONKit
internal import SQLiteKit
internal import SystemKit

/// Why an act on a database ended early. Nothing of it is left when it is thrown, unless the message says so.
struct DatabaseFailure: Error {
    enum Kind { case refused, failed, timedOut, cancelled }

    let kind: Kind
    let message: String
    var evidence: JSONObject = [:]
    /// The old state is not in place, and neither is the new one.
    var isHalfDone = false

    init(_ kind: Kind, _ message: String, evidence: JSONObject = [:]) {
        self.kind = kind
        self.message = message
        self.evidence = evidence
    }

    init(_ error: SystemError) {
        switch error.code {
        case SystemError.cancelledCode: self.init(.cancelled, "interrupted")
        case SystemError.timedOutCode: self.init(.timedOut, "not finished in time: give it more with --timeout")
        default: self.init(.failed, error.description)
        }
    }

    init(_ error: SQLiteError) {
        switch error.kind {
        case .cancelled: self.init(.cancelled, "interrupted")
        case .timedOut: self.init(.timedOut, "not finished in time: give it more with --timeout")
        default: self.init(.failed, error.message)
        }
    }

    /// - Parameter what: what did not happen: `no backup was made`.
    func result(_ what: String, _ more: JSONObject = [:]) -> OperationResult {
        var evidence = more
        for member in self.evidence.members { evidence[member.key] = member.value }
        // Then the way back must still be known.
        if isHalfDone { return OperationResult(.unknown, message, evidence: evidence) }
        return OperationResult(kind == .cancelled ? .notRun : .failed, "\(what): \(message)", evidence: evidence)
    }
}

extension LiveOperations {
    /// Turns the kits' errors into one.
    func system<Value>(_ body: () throws(SystemError) -> Value) throws(DatabaseFailure) -> Value {
        do throws(SystemError) { return try body() } catch { throw DatabaseFailure(error) }
    }

    func database<Value>(_ body: () throws(SQLiteError) -> Value) throws(DatabaseFailure) -> Value {
        do throws(SQLiteError) { return try body() } catch { throw DatabaseFailure(error) }
    }
}
