/** What stands in the browser where the pages were not built. */
export const NOT_BUILT = `<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>Dienstweg</title></head>
<body>
<h1>Dienstweg</h1>
<p>Die Seiten der Konsole sind nicht gebaut. Bauen: <code>npx dienstweg console --build</code>, dann neu laden.</p>
<p lang="en">The pages of the console are not built. Build them: <code>npx dienstweg console --build</code>, then reload.</p>
<p lang="nl">De pagina’s van de console zijn niet gebouwd. Bouwen: <code>npx dienstweg console --build</code>, daarna opnieuw laden.</p>
</body>
</html>
`;
