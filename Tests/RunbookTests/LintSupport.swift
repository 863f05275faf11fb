import Runbook
import SystemKit

/// Files of the checkout and of what lies beside it.
enum Checkout {
    /// The package's directory, three levels above this file.
    static let root = parent(parent(parent(#filePath)))

    /// The original runbook, where it lies beside the checkout or beside a directory above it; nil elsewhere.
    static let seed: [UInt8]? = {
        var directory = root
        while directory.utf8.count > 1 {
            directory = parent(directory)
            if let bytes = try? Files.read(directory + "/shared/seed/incident-response.md") { return bytes }
        }
        return nil
    }()

    static func read(_ path: String) throws -> [UInt8] { try Files.read(root + "/" + path) }

    private static func parent(_ path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }
}

extension Runbook {
    static func of(_ text: String) -> Runbook { RunbookReader.read(Array(text.utf8)) }
}

extension Finding {
    /// `LINE:COLUMN LEVEL RULE`, for tables.
    var place: String { "\(line):\(column) \(level.rawValue) \(rule)" }
}

extension LintContext {
    /// No helper file is there, and the only rule enforced is one about blocking.
    static let poor = LintContext(
        fileExists: { _ in false }, isEnforced: { $0.text.contains("block") }, holdsSecret: { $0.contains("correct-horse") })
}
