#pragma once

int Start();
