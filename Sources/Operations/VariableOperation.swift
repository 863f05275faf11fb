internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import SystemKit

extension LiveOperations {
    /// The line as it is now.
    func presentVariable(_ name: String, _ file: String) -> JSONObject {
        let path = configuration.absolute(file)
        guard Files.kind(path) == .regular, let bytes = try? presentBytes(path) else { return ["file": file.json, "exists": false] }
        var present: JSONObject = ["file": file.json, "name": name.json, "value": nil, "line": nil]
        switch DotEnv(bytes).says(name) {
        case .absent: break
        case .value(let value, let line): (present["value"], present["line"]) = (value.json, line.json)
        case .unclear(let why, let line): (present["unclear"], present["line"]) = (why.json, line.json)
        }
        return present
    }

    /// Writes one variable and nothing else of the file.
    func setVariable(_ name: String, _ value: String?, _ file: String) -> OperationResult {
        let path = configuration.absolute(file)
        // Whoever opens a pipe to read waits for a writer.
        guard Files.kind(path) != .other else { return OperationResult(.failed, "\(file) was not changed: it is no regular file") }
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try presentBytes(path)
        } catch {
            return OperationResult(.failed, "\(file) was not changed: \(error.description)")
        }
        if bytes == nil, value == nil { return OperationResult(.done, "\(name) is not set: there is no \(file)") }
        let edit: DotEnvEdit
        do throws(DotEnvEditError) {
            if let value {
                edit = try DotEnvEditor.set(name: name, value: value, in: bytes ?? [], adding: isUnclearOff(name, value, bytes ?? []))
            } else {
                edit = try DotEnvEditor.remove(name: name, in: bytes ?? [])
            }
        } catch {
            return OperationResult(.failed, "\(file) was not changed: \(error.description)")
        }
        return write(edit, over: bytes, name, value, file)
    }

    /// A flag goes off also where readers disagree about the lines that set it: a new last line counts for all of them.
    private func isUnclearOff(_ name: String, _ value: String, _ bytes: [UInt8]) -> Bool {
        guard MeshFlag(variable: name) != nil, !MeshFlags.isTrue(value), case .unclear = DotEnv(bytes).says(name) else { return false }
        return true
    }

    private func write(
        _ edit: DotEnvEdit, over bytes: [UInt8]?, _ name: String, _ value: String?, _ file: String
    ) -> OperationResult {
        let path = configuration.absolute(file)
        var summary = value.map { "\(name)=\($0) written to \(file)" } ?? "\(name) taken out of \(file)"
        do throws(AtomicFileError) {
            if let bytes {
                try AtomicFile.replace(path, with: edit.bytes, expecting: bytes)
            } else {
                try AtomicFile.create(path, with: edit.bytes, mode: 0o600)
            }
        } catch {
            // The new file is in place, so it was done, and it says what is not certain.
            guard case .notDurable = error else {
                let line = value.map { "\(name)=\($0)" } ?? "no line of \(name)"
                return OperationResult(
                    .failed, "\(file) was not changed: \(error.description); by hand, as whoever may write it: \(line) in \(path)")
            }
            summary += "; \(error.description)"
        }
        let evidence: JSONObject = [
            "file": file.json, "line": edit.line.json, "old_value": edit.oldValue.json, "value": value.json,
            "duplicate_lines": edit.duplicates.json,
        ]
        if !edit.duplicates.isEmpty {
            summary +=
                " (line \(edit.line); line \(edit.duplicates.map(String.init).joined(separator: ", ")) sets it too and does not count)"
        }
        return OperationResult(.done, summary, evidence: evidence)
    }

    /// nil when there is no such file.
    private func presentBytes(_ path: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try Files.read(path, limit: 1 << 20)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
