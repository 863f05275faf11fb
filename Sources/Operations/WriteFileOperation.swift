internal import Execution
internal import JSONKit
internal import Planning

extension LiveOperations {
    /// What the file must hold before was looked at just now, and is looked at again by whoever replaces it.
    func writeFile(_ path: String, _ content: FileContent, _ limits: ProbeLimits) -> OperationResult {
        switch content {
        case .bytes(let bytes): replaceFile(path, with: bytes, expecting: nil, limits)
        case .kept(let sha256): putKeptFile(path, sha256: sha256, expecting: nil, limits)
        }
    }
}
