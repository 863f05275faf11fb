internal import Configuration
internal import Execution
internal import JSONKit
internal import Planning
internal import SystemKit

extension LiveOperations {
    private var dotEnvPath: String { configuration.absolute(".env") }

    /// The line as it is now.
    func presentVariable(_ name: String) -> JSONObject {
        guard let bytes = try? Files.read(dotEnvPath, limit: 1 << 20) else { return ["file": ".env", "exists": false] }
        let entry = DotEnv(String(decoding: bytes, as: UTF8.self)).entries.last { $0.name == name }
        return ["file": ".env", "name": name.json, "value": entry?.value.json ?? .null, "line": entry?.line.json ?? .null]
    }

    /// Writes one variable and nothing else of the file.
    func setVariable(_ name: String, _ value: String?) -> OperationResult {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try presentBytes()
        } catch {
            return OperationResult(.failed, ".env was not changed: \(error.description)")
        }
        if bytes == nil, value == nil { return OperationResult(.done, "\(name) is not set: there is no .env") }
        let edit: DotEnvEdit
        do throws(DotEnvEditError) {
            if let value {
                edit = try DotEnvEditor.set(name: name, value: value, in: bytes ?? [])
            } else {
                edit = try DotEnvEditor.remove(name: name, in: bytes ?? [])
            }
        } catch {
            return OperationResult(.failed, ".env was not changed: \(error.description)")
        }
        return write(edit, over: bytes, name, value)
    }

    private func write(_ edit: DotEnvEdit, over bytes: [UInt8]?, _ name: String, _ value: String?) -> OperationResult {
        var summary = value.map { "\(name)=\($0) written to .env" } ?? "\(name) taken out of .env"
        do throws(AtomicFileError) {
            if let bytes {
                try AtomicFile.replace(dotEnvPath, with: edit.bytes, expecting: bytes)
            } else {
                try AtomicFile.create(dotEnvPath, with: edit.bytes, mode: 0o600)
            }
        } catch {
            // The new file is in place, so it was done, and it says what is not certain.
            guard case .notDurable = error else { return OperationResult(.failed, ".env was not changed: \(error.description)") }
            summary += "; \(error.description)"
        }
        let evidence: JSONObject = [
            "file": ".env", "line": edit.line.json, "old_value": edit.oldValue.json, "value": value.json,
            "duplicate_lines": edit.duplicates.json,
        ]
        if !edit.duplicates.isEmpty {
            summary +=
                " (line \(edit.line); line \(edit.duplicates.map(String.init).joined(separator: ", ")) sets it too and does not count)"
        }
        return OperationResult(.done, summary, evidence: evidence)
    }

    /// nil when there is no such file.
    private func presentBytes() throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try Files.read(dotEnvPath, limit: 1 << 20)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
