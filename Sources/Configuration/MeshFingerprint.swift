internal import DigestKit
internal import SystemKit

extension Configuration {
    /// Which mesh configuration this is, without saying what stands in it: SHA-256 over the variables that decide how the mesh works.
    /// The flags themselves are not part of it: they are what a smoke result is asked about. Of the files that the checks look at it is
    /// which files they are: Jarvis writes to its memory all the time, and another one at its path is another memory.
    public var meshFingerprint: String {
        let written = files.flatMap { $0.file.entries.map(\.name) }
        let names = Set(given.map { Array($0.values.keys) } ?? Array(environment.keys)).union(written).filter(MeshGiven.isSetting).sorted()
        // Lengths keep two neighbours from running into each other.
        let parts =
            names.map { name in (name, variable(name)?.value ?? "") } + [
                ("api", apiURL.value), ("outbox", outbox.value), ("memory", memoryDatabase.value),
                ("memory-file", MeshFiles.identity(absolute(memoryDatabase.value))),
            ] + keypair
        return SHA256.hex(parts.flatMap { Array("\($0.0.utf8.count):\($0.0)=\($0.1.utf8.count):\($0.1);".utf8) })
    }
}

extension Configuration {
    /// The file that attestation signs with; nothing of it is read here.
    private var keypair: [(String, String)] {
        let names = ["JARVIS_MESH_KEYPAIR_PATH", "TREASURY_WALLET_PATH"]
        guard let path = names.lazy.compactMap({ self.variable($0)?.value }).first(where: { !$0.isEmpty }) else { return [] }
        let file = absolute(path)
        let written = (try? Files.times(file)).map { String($0.modified.milliseconds) } ?? ""
        return [("keypair-file", "\(MeshFiles.identity(file)) \(written)")]
    }
}

private enum MeshFiles {
    /// Device and inode; empty where there is none.
    static func identity(_ path: String) -> String { (try? Files.identity(path)).map { "\($0.device):\($0.inode)" } ?? "" }
}
