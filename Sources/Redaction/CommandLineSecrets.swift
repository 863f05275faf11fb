/// Which arguments of a command line are the values of secret options.
struct CommandLineSecrets {
    private var parts: [Int: Range<Int>] = [:]

    init(_ arguments: [[UInt8]]) {
        var programs: Set<String> = []
        for (index, argument) in arguments.enumerated() {
            if index > 0, let rule = Self.rule(arguments[index - 1], programs), let part = CommandOption.secret(rule, argument[...]) {
                parts[index] = part
            } else if let part = CommandOption.attachedSecret(argument[...], { $0.contains(where: programs.contains) }) {
                parts[index] = part
            }
            if argument.count < 256, argument.first != UInt8(ascii: "-"), let name = argument.split(separator: UInt8(ascii: "/")).last {
                programs.insert(String(decoding: name, as: UTF8.self))
            }
        }
    }

    /// The part of the argument that is secret; nil when none is.
    func secret(at index: Int) -> Range<Int>? { parts[index] }

    private static func rule(_ option: [UInt8], _ programs: Set<String>) -> CommandOption.Rule? {
        guard option.count >= 2, option.count < 64 else { return nil }
        if option.elementsEqual("AUTH".utf8), programs.contains("redis-cli") || programs == ["AUTH"] { return .whole }
        if option.elementsEqual("requirepass".utf8) || option.elementsEqual("masterauth".utf8) { return .whole }
        guard option.first == UInt8(ascii: "-"), !option.contains(UInt8(ascii: "=")) else { return nil }
        return CommandOption.rule(for: option[...]) { $0.contains(where: programs.contains) }
    }
}
