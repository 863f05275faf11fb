internal import Configuration
internal import Execution
internal import JSONKit
internal import SystemKit

extension LiveProbes {
    /// The keypair that attestation signs with: there, readable for its owner alone, 64 bytes as a JSON array. Nothing of it is shown.
    func smokeKeypair() -> ProbeResult {
        guard let setting = configuration.attestationKeypair else {
            return ProbeResult(
                .unhealthy, "JARVIS_MESH_KEYPAIR_PATH is not set", evidence: ["missing": .array(["JARVIS_MESH_KEYPAIR_PATH"])])
        }
        let path = configuration.absolute(home(setting.value))
        var evidence: JSONObject = ["file": path.json, "source": setting.source.words.json, "missing": .array([])]
        do throws(SystemError) {
            let (bytes, protection) = try Files.readProtected(path, limit: 1 << 16)
            evidence["mode"] = protection.octal.json
            guard protection.isOwnerOnly else {
                return ProbeResult(
                    .unhealthy, "others may read or write \(path): its mode is \(protection.octal), not 0600", evidence: evidence)
            }
            guard isKeypair(bytes) else {
                return ProbeResult(.unhealthy, "\(path) does not hold a JSON array of 64 bytes, as keypairs are kept", evidence: evidence)
            }
            return ProbeResult(.ok, "\(path) is a keypair, mode \(protection.octal)", evidence: evidence)
        } catch {
            return ProbeResult(.unhealthy, "the keypair cannot be read: \(error.description)", evidence: evidence)
        }
    }

    private func isKeypair(_ bytes: [UInt8]) -> Bool {
        guard let numbers = (try? JSONReader().read(bytes))?.array, numbers.count == 64 else { return false }
        return numbers.allSatisfy { $0.int.map { 0...255 ~= $0 } ?? false }
    }

    /// `~` as Python's `expanduser` reads it.
    private func home(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return Paths.resolve(String(path.dropFirst(2)), in: home)
    }
}
