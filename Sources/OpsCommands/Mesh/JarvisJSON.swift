internal import JSONKit
internal import SystemKit

/// Files of JSON read as Jarvis's reader takes them.
enum JarvisJSON {
    /// - Parameter file: a path, or `-` for standard input.
    /// - Throws: `OpsError` 66 when it cannot be read, 65 for text that Jarvis's reader refuses.
    static func read(_ file: String, in world: World) throws(OpsError) -> JSONValue {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes =
                file == "-"
                ? try Files.readStandardInput() : try Files.read(Paths.resolve(file, in: world.workingDirectory), waitsForPipes: true)
        } catch {
            throw OpsError("input-missing", "\(name(file)) cannot be read: \(error.reason)", exitCode: ExitCodes.missingInput)
        }
        do throws(JSONError) {
            return try JSONReader(.python).read(bytes)
        } catch {
            throw OpsError(
                "input-malformed", "\(name(file)):\(error.line):\(error.column): \(error.reason.text)",
                hint: "Jarvis's reader refuses this text too.", exitCode: ExitCodes.malformedInput)
        }
    }

    /// As a person would say it.
    static func name(_ file: String) -> String { file == "-" ? "standard input" : file }
}
