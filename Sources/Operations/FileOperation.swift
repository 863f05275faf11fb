internal import DigestKit
public import Execution
public import JSONKit
internal import Journal
internal import Planning
internal import Probes
internal import SystemKit

extension LiveOperations {
    /// What is replaced, for the journal: its hash, and its text as far as it is one and short. The bytes themselves are kept apart
    /// (`KeptFiles`), since the journal takes secrets out of what it stores.
    public func presentFile(_ path: String) -> JSONObject {
        let bytes: [UInt8]
        do {
            bytes = try JarvisFile(path, in: configuration).read(limit: KeptFiles.limit)
        } catch {
            let isMissing = (error as? JarvisFileError) == .missing(path)
            return ["file": path.json, "exists": (!isMissing).json, "error": isMissing ? .null : "\(error)".json]
        }
        var present: JSONObject = ["file": path.json, "exists": true, "sha256": SHA256.hex(bytes).json, "bytes": bytes.count.json]
        do { present["kept"] = try KeptFiles(environment).store(bytes).json } catch { present["not_kept"] = error.description.json }
        present["text"] = FileText.short(bytes).json
        return present
    }

    /// Puts other bytes into a file of the Jarvis directory, whole or not at all. Mode, owner and attributes stay. What it held is kept
    /// before anything is changed.
    ///
    /// - Parameters:
    ///   - path: seen from the Jarvis directory. Nothing outside of it is written, whatever `..` and links say.
    ///   - expecting: what the file must still hold; nil takes whatever it holds.
    public func replaceFile(_ path: String, with bytes: [UInt8], expecting: [UInt8]?, _ limits: ProbeLimits) -> OperationResult {
        replace(path, with: bytes, limits) { present in expecting == nil || present == expecting }
    }

    /// Puts bytes back that were kept, or were laid ready with `KeptFiles`.
    ///
    /// - Parameters:
    ///   - sha256: of the kept bytes.
    ///   - expecting: the SHA-256 of what the file must still hold; nil takes whatever it holds.
    public func putKeptFile(_ path: String, sha256: String, expecting: String?, _ limits: ProbeLimits) -> OperationResult {
        let bytes: [UInt8]
        do { bytes = try KeptFiles(environment).load(sha256) } catch {
            return OperationResult(.failed, "\(path) was not changed: \(error.description)")
        }
        return replace(path, with: bytes, limits) { present in expecting == nil || SHA256.hex(present) == expecting }
    }

    private func replace(
        _ path: String, with bytes: [UInt8], _ limits: ProbeLimits, isExpected: ([UInt8]) -> Bool
    ) -> OperationResult {
        if limits.cancellation.isCancelled { return OperationResult(.notRun, "interrupted before it began") }
        let file: JarvisFile
        let old: [UInt8]
        do {
            file = try JarvisFile(path, in: configuration)
            old = try file.read(limit: KeptFiles.limit)
        } catch {
            return OperationResult(.failed, "\(path) was not changed: \(error)")
        }
        var evidence: JSONObject = ["file": path.json, "sha256_before": SHA256.hex(old).json, "sha256": SHA256.hex(bytes).json]
        if old == bytes { return OperationResult(.skipped, "\(path) holds that already", evidence: evidence) }
        guard isExpected(old) else {
            return OperationResult(
                .failed, "\(path) was not changed: somebody else changed it since it was looked at", evidence: evidence)
        }
        do { evidence["kept"] = try KeptFiles(environment).store(old).json } catch {
            return OperationResult(
                .failed, "\(path) was not changed: what it holds could not be kept (\(error.description))", evidence: evidence)
        }
        var summary = "\(path) written"
        do throws(AtomicFileError) {
            try AtomicFile.replace(file.realPath, with: bytes, expecting: old)
        } catch {
            // The new file is in place, so it was done, and it says what is not certain.
            guard case .notDurable = error else {
                return OperationResult(.failed, "\(path) was not changed: \(error.description)", evidence: evidence)
            }
            summary += "; \(error.description)"
        }
        if let before = FileText.short(old), let after = FileText.short(bytes) {
            evidence["diff"] = FileText.bounded(TextDiff.unified(old: before, new: after, path: path)).json
        }
        return OperationResult(.done, summary, evidence: evidence)
    }
}

/// Files as texts.
enum FileText {
    /// nil for what is long, or not UTF-8.
    static func short(_ bytes: [UInt8]) -> String? { bytes.count <= 64 << 10 ? String(validating: bytes, as: UTF8.self) : nil }

    static func bounded(_ text: String) -> String {
        text.utf8.count <= 16 << 10 ? text : String(decoding: text.utf8.prefix(16 << 10), as: UTF8.self) + "\n[...]\n"
    }
}
