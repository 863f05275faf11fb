internal import SQLiteKit
public import SystemKit

extension Journal {
    /// Checks all of it: every row of every table against the chain, every piece of evidence, the tables themselves, and the anchor.
    ///
    /// It writes nothing, and keeps writers out while it looks.
    /// - Parameter deadline: bounds the wait for a process that is writing.
    /// - Throws: `JournalError` when it could not be checked: `.locked`, `.inputOutput`. Whatever is wrong with it is a finding.
    public static func verify(
        directory: String, deadline: Deadline = .after(milliseconds: 30_000)
    ) throws(JournalError) -> JournalVerification {
        let path = Paths.resolve(directory, in: Files.workingDirectory())
        let handle: DirectoryHandle
        do { handle = try DirectoryHandle(path) } catch {
            if error.isMissing { return .absent }
            throw JournalError(error)
        }
        try handle.acquire(.shared, until: deadline)
        defer { handle.unlock() }
        return try verification(handle, deadline)
    }

    /// The check by whoever holds the directory's lock.
    static func verification(_ handle: DirectoryHandle, _ deadline: Deadline) throws(JournalError) -> JournalVerification {
        let files = try JournalFiles(handle)
        if files.isAbsent { return .absent }
        var report = Verifier(anchor: files.anchor)
        if let why = files.contradiction {
            report.findings.append(JournalFinding(files.file == nil ? .missing : .edited, "journal", nil, why))
            return report.result
        }
        do throws(JournalError) {
            let source = try JournalReader.open(handle.path + "/" + fileName, log: files.log, deadline: deadline)
            report = Verifier(anchor: files.anchor(of: source))
            try report.examine(source)
        } catch {
            guard error.kind == .tampered else { throw error }
            report.findings.append(JournalFinding(.damaged, "journal", nil, error.message))
        }
        return report.result
    }
}

extension JournalVerification {
    static let absent = JournalVerification(findings: [], head: .empty, anchored: nil, evidence: 0, adoption: nil, isAbsent: true)
}
