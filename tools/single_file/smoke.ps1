# Run the single file on Windows with no program of others in reach: `tools\single_file\smoke.ps1 dist\pemilu-cover.exe`
$ErrorActionPreference = "Stop"

$program = (Resolve-Path $args[0]).Path
$examples = (Resolve-Path "$PSScriptRoot\..\..\examples").Path
$work = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "pemilu cover $(New-Guid)")
$env:PATH = ""
$env:LOCALAPPDATA = Join-Path $work "local"
$env:PYTHONHOME = $env:PYTHONPATH = $null

function Expect-Status([int] $status, [string[]] $words) {
    & $program @words
    if ($LASTEXITCODE -ne $status) { throw "$words ended with $LASTEXITCODE instead of $status" }
}

Set-Location $work
Copy-Item "$examples\messy-2024.xlsx" "kec 1.xlsx"
Expect-Status 0 "--version"
Expect-Status 0 "doctor"
Expect-Status 1 "check", "kec*.xlsx"
Expect-Status 1 "enrol", "kec 1.xlsx", "--out", "hasil kami", "--pdf"
foreach ($file in "tagihan.pdf", "kuitansi.pdf", "invoice.xlsx", "corrections.xlsx", "ringkasan.html") {
    if ((Get-Item "hasil kami\$file").Length -eq 0) { throw "$file is empty" }
}
Expect-Status 0 "verify", "hasil kami"

# Its worker processes are the program again. The manifest has the checksums of all files.
Copy-Item "$examples\two-regencies-2024.csv" .
foreach ($workers in 1, 2) {
    Expect-Status 1 "enrol", "two-regencies-2024.csv", "--out", "parts $workers", "--output-format", "parquet", "--workers", $workers, "--quiet"
}
$manifests = 1, 2 | ForEach-Object { (Get-FileHash "parts $_\manifest.json").Hash }
if ($manifests[0] -ne $manifests[1]) { throw "two workers write other bytes than one" }

# A workbook that Excel has open keeps the result as it is.
$excel = [IO.File]::Open((Resolve-Path "hasil kami\invoice.xlsx").Path, "Open", "ReadWrite", "Read")
try { Expect-Status 4 "enrol", "kec 1.xlsx", "--out", "hasil kami", "--force" } finally { $excel.Close() }
Expect-Status 0 "verify", "hasil kami"

foreach ($words in @("--version"), @("quote", "--role", "KPPS")) {
    $times = 1..5 | ForEach-Object { (Measure-Command { & $program @words }).TotalMilliseconds }
    $best = ($times | Measure-Object -Minimum).Minimum
    "$words takes $([int] $best) ms"
    if ($best -ge 1000) { throw "$words takes too long" }
}
