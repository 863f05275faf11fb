/// Numbers with a fixed count of decimals, without Foundation's formatting.
enum Decimals {
    /// - Parameters:
    ///   - value: finite; from 1e15 on it is shown without decimals.
    ///   - decimals: 0…3.
    ///   - dropsZeros: `12.0` becomes `12`.
    static func text(_ value: Double, _ decimals: Int, dropsZeros: Bool = false) -> String {
        let scale = [1, 10, 100, 1000][min(max(decimals, 0), 3)]
        guard abs(value) < 1e15 else { return "\(value)" }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let whole = scaled / scale
        let fraction = scaled % scale
        if scale == 1 || (dropsZeros && fraction == 0) { return "\(sign)\(whole)" }
        return "\(sign)\(whole)." + String(String(fraction + scale).dropFirst())
    }
}
