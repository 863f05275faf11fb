internal import Configuration
internal import Execution
internal import JSONKit
internal import Planning
internal import SystemKit

extension LiveOperations {
    private var dotEnvPath: String { configuration.absolute(".env") }

    /// The line as it is now. Flags are no secrets; other variables are shown only as set or not.
    func presentVariable(_ name: String) -> JSONObject {
        guard let bytes = try? Files.read(dotEnvPath, limit: 1 << 20) else { return ["file": ".env", "exists": false] }
        let entry = DotEnv(String(decoding: bytes, as: UTF8.self)).entries.last { $0.name == name }
        return ["file": ".env", "name": name.json, "value": entry?.value.json ?? .null, "line": entry?.line.json ?? .null]
    }

    /// Writes one variable and nothing else of the file.
    func setVariable(_ name: String, _ value: String?) -> OperationResult {
        do {
            let bytes = try present()
            let edit =
                try value.map { try DotEnvEditor.set(name: name, value: $0, in: bytes ?? []) }
                ?? DotEnvEditor.remove(name: name, in: bytes ?? [])
            if let bytes {
                try AtomicFile.replace(dotEnvPath, with: edit.bytes, expecting: bytes)
            } else {
                try AtomicFile.create(dotEnvPath, with: edit.bytes, mode: 0o600)
            }
            let evidence: JSONObject = ["file": ".env", "line": edit.line.json, "old_value": edit.oldValue.json, "value": value.json]
            return OperationResult(.done, value.map { "\(name)=\($0) written to .env" } ?? "\(name) taken out of .env", evidence: evidence)
        } catch let error as DotEnvEditError {
            return OperationResult(.failed, ".env was not changed: \(error.description)")
        } catch let error as AtomicFileError {
            return OperationResult(.failed, ".env was not changed: \(error.description)")
        } catch let error as SystemError {
            return OperationResult(.failed, ".env was not changed: \(error.description)")
        } catch {
            return OperationResult(.unknown, "\(error)")
        }
    }

    /// nil when there is no such file.
    private func present() throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try Files.read(dotEnvPath, limit: 1 << 20)
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
