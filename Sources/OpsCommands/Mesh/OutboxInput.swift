internal import Configuration
internal import SystemKit

/// The outbox that the mesh commands read: where it is, and what its absence means.
struct OutboxInput {
    /// Seen from the Jarvis directory.
    let path: String
    let source: Setting.Source

    init(_ configuration: Configuration) {
        path = configuration.absolute(configuration.outbox.value)
        source = configuration.outbox.source
    }

    /// A Jarvis that never had anything to send has no outbox. One that was named should be there.
    var isNamed: Bool { source != .builtIn }

    /// What reading it gave, or nil when it is not there and was not named.
    ///
    /// - Throws: `OpsError` 66 when it is missing or cannot be read.
    func read<Value>(_ body: (String) throws(SystemError) -> Value) throws(OpsError) -> Value? {
        do throws(SystemError) {
            return try body(path)
        } catch {
            if error.isMissing, !isNamed { return nil }
            // The signal decides the code.
            if error.code == SystemError.cancelledCode { throw OpsError("interrupted", "stopped while reading \(path)", exitCode: 130) }
            let reason = error.code == SystemError.notRegular ? "it is no regular file" : error.reason
            let hint =
                error.isMissing && isNamed
                ? "\(source.words) names it. Without a name, a Jarvis that has no outbox yet counts as one with an empty outbox." : nil
            throw OpsError(
                "outbox-unreadable", "the outbox \(path) cannot be read: \(reason)", hint: hint, exitCode: ExitCodes.missingInput)
        }
    }
}

extension Timestamp {
    /// RFC 3339 with milliseconds, of a time in the outbox's microseconds.
    static func rfc3339(microseconds: Int64) -> String {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1000)
        return Timestamp(milliseconds: rest < 0 ? whole - 1 : whole).rfc3339
    }
}
