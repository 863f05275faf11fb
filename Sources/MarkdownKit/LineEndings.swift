/// Line endings, made the same before anything is parsed: code blocks keep theirs, and a command must not end in a carriage return.
enum LineEndings {
    /// CR LF and CR → LF. Lines keep their numbers and columns.
    static func normalised(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x0D) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0D {
                result.append(0x0A)
            } else if byte != 0x0A || previous != 0x0D {
                result.append(byte)
            }
            previous = byte
        }
        return result
    }
}
