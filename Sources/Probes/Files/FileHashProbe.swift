internal import Configuration
internal import DigestKit
public import Execution
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// Whether a file of the Jarvis directory holds exactly the bytes of that SHA-256.
    public func fileIs(_ path: String, sha256: String) -> ProbeResult {
        let bytes: [UInt8]
        do {
            bytes = try JarvisFile(path, in: configuration).read(limit: 16 << 20)
        } catch let error as JarvisFileError {
            let state: ProbeState = if case .system = error { .failed } else { .unhealthy }
            return ProbeResult(state, error.description, evidence: ["file": path.json, "wanted": sha256.json])
        } catch {
            return ProbeResult(.failed, "\(error)", evidence: ["file": path.json, "wanted": sha256.json])
        }
        let found = SHA256.hex(bytes)
        let evidence: JSONObject = ["file": path.json, "wanted": sha256.json, "sha256": found.json, "bytes": bytes.count.json]
        return found == sha256
            ? ProbeResult(.ok, "\(path) is as wanted", evidence: evidence)
            : ProbeResult(.unhealthy, "\(path) holds something else (SHA-256 \(found.prefix(12))…)", evidence: evidence)
    }
}
