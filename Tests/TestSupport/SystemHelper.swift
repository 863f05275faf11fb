internal import SystemKit

/// The program `system-helper` beside the test bundle.
public enum SystemHelper {
    public static let path: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Files.linkTarget("/proc/self/exe") ?? ""
        return Paths.parent(bundle) + "/system-helper"
    }()
}
