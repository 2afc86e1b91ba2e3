-- Neovim's own language client against our server; prints what it got as one line of JSON.
-- nvim --headless --clean -n -u neovim.lua, with ALLOY and SERVER (a JSON list of words) in the environment.
local PATIENCE = 20000

local function drive()
  local seen = {}
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.ALLOY))
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({
    name = "forge-alloy",
    cmd = vim.json.decode(vim.env.SERVER),
    root_dir = vim.fn.fnamemodify(vim.env.ALLOY, ":h"),
    get_language_id = function() return "forge-alloy" end,
  })
  vim.lsp.buf_attach_client(buffer, id)
  local client = vim.lsp.get_client_by_id(id)

  local function ask(method, more)
    local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
    local answer, problem = client.request_sync(method, vim.tbl_extend("force", place, more or {}), PATIENCE, buffer)
    assert(answer and not answer.err, method .. ": " .. vim.inspect(problem or answer.err))
    return answer.result
  end
  local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") end
  local function place(word)
    for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local column = line:find(word, 1, true)
      if column then return vim.api.nvim_win_set_cursor(0, { number, column }) end
    end
    error(word .. " is not in the buffer")
  end
  local function settled(count)
    assert(vim.wait(PATIENCE, function() return #vim.diagnostic.get(buffer) == count end, 20), "diagnostics never came to " .. count)
  end

  settled(1)
  local found = vim.diagnostic.get(buffer)[1]
  seen.diagnostic = { code = found.code or found.user_data.lsp.code, line = found.lnum, message = found.message }
  place('"evl"')
  seen.completion = vim.tbl_map(function(item) return item.label end, ask("textDocument/completion"))
  seen.hover = ask("textDocument/hover").contents.value
  local here = vim.lsp.util.make_range_params(0, client.offset_encoding).range
  local actions = ask("textDocument/codeAction", { range = here, context = { diagnostics = {} } })
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  settled(0)
  seen.fixed = text()
  place('"humaneval"')
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", { newName = "mbpp" }), client.offset_encoding)
  seen.renamed = text()
  local edits = ask("textDocument/formatting", { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, buffer, client.offset_encoding)
  seen.formatted = text()
  client.stop()
  return seen
end

vim.defer_fn(function()
  local ok, result = pcall(drive)
  io.stdout:write((ok and vim.json.encode(result) or tostring(result)) .. "\n")
  vim.cmd(ok and "qa!" or "cq!")
end, 0)
