internal import Execution
internal import JSONKit
internal import Probes
internal import SQLiteKit

/// What integrity_check says of a file.
enum DatabaseSoundness {
    case sound(pages: Int)
    /// With the first finding.
    case damaged(String)
    /// It could not be checked, or not to the end.
    case unknown(String)

    static func check(_ path: String, quick: Bool = false, _ limits: ProbeLimits) throws(DatabaseFailure) -> DatabaseSoundness {
        do throws(SQLiteError) {
            let file = try SQLiteDatabase.openReadOnly(path, deadline: limits.deadline, cancellation: limits.cancellation)
            let report = try file.checkIntegrity(quick: quick, deadline: limits.deadline, cancellation: limits.cancellation) {
                limits.onProgress(LiveProbes.words($0))
            }
            if let first = report.findings.first { return .damaged(line(first)) }
            return .sound(pages: report.end.pageCount)
        } catch {
            switch error.kind {
            case .corrupt, .notADatabase: return .damaged(bare(error.message, path))
            case .timedOut, .cancelled: throw DatabaseFailure(error)
            default: return .unknown(bare(error.message, path))
            }
        }
    }

    /// null when not known.
    var json: JSONValue {
        switch self {
        case .sound: true.json
        case .damaged: false.json
        case .unknown: .null
        }
    }

    var words: String {
        switch self {
        case .sound(let pages): "integrity_check of its \(pages) pages: ok"
        case .damaged(let why): "it is damaged as well: \(why)"
        case .unknown(let why): "whether it is sound could not be checked: \(why)"
        }
    }

    /// Of a copy that was made byte by byte: what the original cannot be read for, and the copy beyond it.
    func words(ofCopyBecause why: String) -> String {
        switch self {
        case .damaged(why), .unknown(why): "original and copy cannot be read: \(why)"
        case .sound, .damaged, .unknown: "the original cannot be read: \(why); of the copy: \(words)"
        }
    }

    /// A message without the path that it begins with, where what it speaks of has been named.
    static func bare(_ message: String, _ path: String) -> String {
        for start in ["\(path) is damaged: ", "\(path) is ", "\(path): "] where message.hasPrefix(start) {
            return String(message.dropFirst(start.count))
        }
        return message
    }

    /// SQLite's finding begins with a line of its own that says nothing.
    private static func line(_ text: String) -> String {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("***") }
        return String((lines.first ?? Substring(text)).prefix(200))
    }
}
