import PythonOracle
import Testing

/// The vectors of `Tests/Fixtures/json/JSONTestSuite.txt`; the format is told at the top of that file.
struct SuiteVector: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }

    static func load() throws -> [SuiteVector] {
        let text = String(decoding: try TestFile.read(TestFile.fixture("json/JSONTestSuite.txt")), as: UTF8.self)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let columns = line.split(separator: "\t")
            guard columns.count == 2 else { throw PythonOracle.Failure("no vector: \(line)") }
            var bytes: [UInt8] = []
            for segment in columns[1].split(separator: " ") where segment != "-" {
                let parts = segment.split(separator: "*")
                let unit = try base64(parts[0])
                for _ in 0..<(parts.count > 1 ? Int(parts[1]) ?? 0 : 1) { bytes += unit }
            }
            return SuiteVector(name: String(columns[0]), bytes: bytes)
        }
    }

    private static func base64(_ text: Substring) throws -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        var bits = 0
        var held: UInt32 = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: byte) else { throw PythonOracle.Failure("no base64: \(text)") }
            held = held << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
        }
        return out
    }
}
